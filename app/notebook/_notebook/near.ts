import { useEffect, useState, type RefObject } from "react";

/** Pixels beyond the edge of the screen at which something comes near, and at which it is far again. */
const margins = { near: 400, far: 1500 };

type Told = (isIn: boolean) => void;

/** Tells elements whether they are within a margin of the screen: one observer for all of them. */
class Watch {
  readonly #margin: number;
  readonly #told = new Map<Element, Told>();
  #observer: IntersectionObserver | undefined;

  constructor(margin: number) {
    this.#margin = margin;
  }

  observe(element: Element, told: Told): () => void {
    this.#observer ??= new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) this.#told.get(target)?.(isIntersecting);
      },
      { rootMargin: `${this.#margin}px 0px` },
    );
    this.#told.set(element, told);
    this.#observer.observe(element);
    return () => {
      this.#told.delete(element);
      this.#observer?.unobserve(element);
    };
  }
}

const [near, far] = [new Watch(margins.near), new Watch(margins.far)];

/** Whether an element is on the screen or near it: what is far need not be drawn in full. */
export function useIsNear(ref: RefObject<Element | null>): boolean {
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    // Each is watched for one of the two: the browser looks at all that are watched in every frame.
    return isNear
      ? far.observe(element, (isIn) => {
          if (!isIn) setNear(false);
        })
      : near.observe(element, (isIn) => {
          if (isIn) setNear(true);
        });
  }, [ref, isNear]);
  return isNear;
}
