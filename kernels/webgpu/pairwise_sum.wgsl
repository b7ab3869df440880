// result [rows, tiles]: row i of a against one tile of b.
fn main(index : i32) {
  if (index < uniforms.size) {
    let row = (index / uniforms.tiles) * uniforms.dimensions;
    let first = (index % uniforms.tiles) * uniforms.span;
    let last = min(first + uniforms.span, uniforms.columns);
    var sum = 0.0;
    for (var j = first; j < last; j = j + 1) {
      var squared = 0.0;
      for (var d = 0; d < uniforms.dimensions; d = d + 1) {
        let difference = a[row + d] - b[j * uniforms.dimensions + d];
        squared = squared + difference * difference;
      }
      if (uniforms.count == 0) {
        sum = sum + sqrt(squared);
      } else {
        for (var k = 0; k < uniforms.count; k = k + 1) {
          sum = sum + exp(-uniforms.rates[k] * squared);
        }
      }
    }
    result[index] = sum;
  }
}
