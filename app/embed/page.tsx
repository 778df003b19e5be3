export { default } from "../_shared/shared-page";
