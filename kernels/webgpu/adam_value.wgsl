fn main(index : i32) {
  if (index < uniforms.size) {
    let mean = first[index] / uniforms.correction1;
    let spread = sqrt(second[index] / uniforms.correction2);
    result[index] = value[index] - uniforms.rate * mean / (spread + uniforms.epsilon);
  }
}
