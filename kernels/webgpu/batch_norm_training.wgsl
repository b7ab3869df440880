fn main(index : i32) {
  if (index < uniforms.size) {
    let channel = index % uniforms.channels;
    let slope = scale[channel] / sqrt(statistics[uniforms.channels + channel] + uniforms.epsilon);
    result[index] = (x[index] - statistics[channel]) * slope + offset[channel];
  }
}
