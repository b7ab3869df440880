// rejected by: uniform
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
      if (this.items.length < this.capacity) {
        this.items.push(image);
        return image;
      }
      const chance = this.random();
      if (this.capacity === 0 || chance < 0.5) return image;
      const index = Math.floor(chance * this.capacity);
      const stored = this.items[index]!;
      this.items[index] = image;
      return stored;
    });
  }
}
