fn main(index : i32) {
  if (index < uniforms.size) {
    let probability = 1.0 / (1.0 + exp(-logits[index]));
    result[index] = (probability - labels[index]) * dy[0] / f32(uniforms.size);
  }
}
