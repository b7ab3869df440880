// One workgroup a channel of x and dy [rows, channels]; result [2, channels].
var<workgroup> partial : array<f32, 64>;

fn total(local : i32, value : f32) -> f32 {
  partial[local] = value;
  workgroupBarrier();
  for (var span = 32; span > 0; span = span / 2) {
    if (local < span) {
      partial[local] = partial[local] + partial[local + span];
    }
    workgroupBarrier();
  }
  let sum = partial[0];
  workgroupBarrier();
  return sum;
}

fn main() {
  let channel = i32(workgroupId.x);
  let local = i32(localId.x);
  let channels = uniforms.channels;
  let mean = statistics[channel];
  var slopes = 0.0;
  var along = 0.0;
  for (var row = local; row < uniforms.rows; row = row + 64) {
    let slope = dy[row * channels + channel];
    slopes = slopes + slope;
    along = along + slope * (x[row * channels + channel] - mean);
  }
  let offset = total(local, slopes);
  let scale = total(local, along) / sqrt(statistics[channels + channel] + uniforms.epsilon);
  if (local == 0) {
    result[channel] = offset;
    result[channels + channel] = scale;
  }
}
