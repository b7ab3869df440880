// One workgroup a channel of x [rows, channels]; result [2, channels].
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
  let rows = uniforms.rows;
  let channels = uniforms.channels;
  var sum = 0.0;
  for (var row = local; row < rows; row = row + 64) {
    sum = sum + x[row * channels + channel];
  }
  let mean = total(local, sum) / f32(rows);
  var square = 0.0;
  for (var row = local; row < rows; row = row + 64) {
    let distance = x[row * channels + channel] - mean;
    square = square + distance * distance;
  }
  let variance = total(local, square) / f32(rows);
  if (local == 0) {
    result[channel] = mean;
    result[channels + channel] = variance;
  }
}
