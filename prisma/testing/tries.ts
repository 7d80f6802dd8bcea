// Property tests make the same tries in every run, so that a red run can be repeated; PROPERTY_SEED=<number> makes others.
import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20_231_115) });
