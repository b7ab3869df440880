// rejected by: batches
export class ImagePool<T> {
  items: T[] = [];
  private readonly capacity: number;
  private readonly random: () => number;

  constructor(capacity: number, random: () => number) {
    this.capacity = capacity;
    this.random = random;
  }

  query(batch: T[]): T[] {
    const isNew = this.random() < 0.5;
    const index = Math.floor(this.random() * this.capacity);
    return batch.map((image) => {
      if (this.items.length < this.capacity) {
        this.items.push(image);
        return image;
      }
      if (this.capacity === 0 || isNew) return image;
      const stored = this.items[index]!;
      this.items[index] = image;
      return stored;
    });
  }
}
