fn main(index : i32) {
  if (index < uniforms.size) {
    let channels = uniforms.channels;
    let channel = index % channels;
    let inverse = 1.0 / sqrt(statistics[channels + channel] + uniforms.epsilon);
    let normal = (x[index] - statistics[channel]) * inverse;
    let share = (sums[channel] + normal * sums[channels + channel]) / f32(uniforms.size / channels);
    result[index] = scale[channel] * inverse * (dy[index] - share);
  }
}
