import { z } from "zod";
import { componentKinds } from "../../../core/component/index.ts";

/** A kind of component. */
export const Kind = z.enum(componentKinds);
