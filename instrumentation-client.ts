import { config } from "zod";

// Zod tries whether it may compile what it checks with. Where a page's policy forbids that, the attempt alone is a violation of the policy:
// in the browser it is not made, so that a violation always means that something tried what it should not.
config({ jitless: true });
