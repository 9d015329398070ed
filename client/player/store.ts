/** A state that changes in place, and those who want to know of it. */
export class Store<State> {
  readonly state: State;
  private version = 0;
  private readonly listeners = new Set<() => void>();

  constructor(state: State) {
    this.state = state;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Counts changes, so that a view knows when to draw again. */
  snapshot = (): number => this.version;

  change(how: (state: State) => void): void {
    how(this.state);
    this.version += 1;
    for (const listener of this.listeners) listener();
  }
}
