/** A bounded store of past images, from which half of what it returns comes. */
export class ImagePool<T> {
  items: T[] = [];
  private readonly capacity: number;
  private readonly random: () => number;

  constructor(capacity: number, random: () => number) {
    this.capacity = capacity;
    this.random = random;
  }

  query(batch: T[]): T[] {
    return batch.filter(() => this.random() * this.capacity < 1);
  }
}
