import { HomeView } from "./_home/home-view";

/** Where one begins: examples, one's own notebooks, and a place to drop a file. */
export default function HomePage() {
  return <HomeView />;
}
