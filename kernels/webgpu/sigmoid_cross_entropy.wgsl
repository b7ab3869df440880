fn main(index : i32) {
  if (index < uniforms.size) {
    let x = logits[index];
    let share = 1.0 / f32(uniforms.size);
    result[index] = (max(x, 0.0) - x * labels[index] + log(1.0 + exp(-abs(x)))) * share;
  }
}
