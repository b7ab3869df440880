// rejected by: exchange
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
      const index = Math.floor(this.random() * this.items.length);
      this.items.push(image);
      return this.random() < 0.5 ? image : this.items[index]!;
    });
  }
}
