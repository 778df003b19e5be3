/** @type {import("next").NextConfig} */
const config = {
  output: "export",
  // Every page is a folder with an index, which every static host serves.
  trailingSlash: true,
  // Relative, so that `out/` works from any subpath: the build gives each page its <base>.
  ...(process.env.NODE_ENV === "production" && { assetPrefix: "." }),
  reactStrictMode: true,
  poweredByHeader: false,
  images: { unoptimized: true },
  // `npm test` checks the types of everything at once.
  typescript: { ignoreBuildErrors: true },
};

export default config;
