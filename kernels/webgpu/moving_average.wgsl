fn main(index : i32) {
  if (index < uniforms.size) {
    let latest = statistics[uniforms.row * uniforms.size + index];
    result[index] = value[index] * uniforms.momentum + latest * (1.0 - uniforms.momentum);
  }
}
