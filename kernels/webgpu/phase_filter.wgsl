// result [taps, taps', outChannels, stride · stride' · inChannels]: every stride-th tap, flipped, channels exchanged.
fn main(index : i32) {
  if (index < uniforms.size) {
    let lanes = uniforms.strides.x * uniforms.strides.y * uniforms.inChannels;
    let outChannels = uniforms.outChannels;
    let c = index % uniforms.inChannels;
    let phase = (index % lanes) / uniforms.inChannels;
    let d = (index / lanes) % outChannels;
    let j = (index / (lanes * outChannels)) % uniforms.taps.y;
    let i = index / (lanes * outChannels * uniforms.taps.y);
    let y = phase / uniforms.strides.y + uniforms.strides.x * (uniforms.taps.x - 1 - i);
    let x = phase % uniforms.strides.y + uniforms.strides.y * (uniforms.taps.y - 1 - j);
    if (y < uniforms.kernel.x && x < uniforms.kernel.y) {
      result[index] = weights[((y * uniforms.kernel.y + x) * uniforms.inChannels + c) * outChannels + d];
    } else {
      result[index] = 0.0;
    }
  }
}
