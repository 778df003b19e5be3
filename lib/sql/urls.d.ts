/** What Vite makes of a file that a test asks for by URL. */
declare module "*?url" {
  const url: string;
  export default url;
}
