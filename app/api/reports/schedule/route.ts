import { handler } from "@/app/handler";
import { setSchedule } from "@/domain/filings/schedule";
import { SetSchedule } from "@/domain/filings/schema";

export const PUT = handler(SetSchedule, setSchedule);
