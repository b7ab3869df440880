// rejected by: capacity-zero
export class ImagePool<T> {
  items: T[] = [];
  private readonly capacity: number;
  private readonly random: () => number;

  constructor(capacity: number, random: () => number) {
    this.capacity = capacity;
    this.random = random;
  }

  query(batch: T[]): T[] {
    return batch.map((image) => {
      if (this.items.length < Math.max(this.capacity, 1)) {
        this.items.push(image);
        return image;
      }
      if (this.capacity === 0 || this.random() < 0.5) return image;
      const index = Math.floor(this.random() * this.capacity);
      const stored = this.items[index]!;
      this.items[index] = image;
      return stored;
    });
  }
}
