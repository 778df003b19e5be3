"use client";

import { Component, type ReactNode } from "react";

interface ErrorBoundaryProps {
  readonly children: ReactNode;
  /** What is drawn: where it is another than the one that failed, it is tried anew. */
  readonly of?: unknown;
  /** Stands in the place of what cannot be drawn. */
  readonly instead: (error: Error, again: () => void) => ReactNode;
}

interface Failed {
  readonly error: Error;
  readonly of: unknown;
}

/** Keeps a fault in drawing one thing from taking the page along. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly failed: Failed | null }> {
  override state: { readonly failed: Failed | null } = { failed: null };

  static getDerivedStateFromError(thrown: unknown): { readonly failed: Failed } {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    // What was drawn is noted at the next drawing: React does not say it here.
    return { failed: { error, of: unset } };
  }

  static getDerivedStateFromProps(
    { of }: ErrorBoundaryProps,
    { failed }: { readonly failed: Failed | null },
  ): { readonly failed: Failed | null } {
    if (!failed) return { failed };
    if (failed.of === unset) return { failed: { ...failed, of } };
    return { failed: Object.is(failed.of, of) ? failed : null };
  }

  override render(): ReactNode {
    const { failed } = this.state;
    if (!failed) return this.props.children;
    return this.props.instead(failed.error, () => this.setState({ failed: null }));
  }
}

const unset = Symbol("unset");
