fn main(index : i32) {
  if (index < uniforms.size) {
    let slope = gradient[index];
    result[index] = uniforms.keep * moment[index] + uniforms.rest * slope * slope;
  }
}
