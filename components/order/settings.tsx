import { type OrderSettings, settingList } from "@/domain/orders/schema";
import { settingGroups } from "@/domain/orders/setting-schema";
import { settingInWords } from "./words";

/** Everything an order sets, group by group, each with what it decides. */
export function SettingsList({ settings }: { readonly settings: OrderSettings }) {
  return (
    <div className="grid gap-5">
      {settingGroups.map((group) => (
        <section key={group} aria-label={group}>
          <h3 className="mb-1 border-b pb-0.5 font-semibold">{group}</h3>
          <dl className="grid gap-2">
            {settingList
              .filter((setting) => setting.group === group)
              .map(({ name, title, description }) => (
                <div key={name} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4">
                  <dt>
                    {title}
                    <span className="block text-xs text-ink-faint">{description}</span>
                  </dt>
                  <dd className="max-w-64 text-right font-medium tabular-nums">
                    {settingInWords(name, settings).map((line) => (
                      <span key={line} className="block">
                        {line}
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
