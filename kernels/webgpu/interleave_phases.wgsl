// result [batch, height, width, channels] from grid [batch, rows, columns, stride · stride' · channels].
fn main(index : i32) {
  if (index < uniforms.size) {
    let c = index % uniforms.channels;
    let x = (index / uniforms.channels) % uniforms.extent.y + uniforms.before.y;
    let y = (index / (uniforms.channels * uniforms.extent.y)) % uniforms.extent.x + uniforms.before.x;
    let b = index / (uniforms.channels * uniforms.extent.y * uniforms.extent.x);
    let lane = (y % uniforms.strides.x) * uniforms.strides.y + x % uniforms.strides.y;
    let lanes = uniforms.strides.x * uniforms.strides.y * uniforms.channels;
    let row = b * uniforms.rows.x + y / uniforms.strides.x;
    let place = (row * uniforms.rows.y + x / uniforms.strides.y) * lanes;
    result[index] = grid[place + lane * uniforms.channels + c];
  }
}
