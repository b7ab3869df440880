fn main(index : i32) {
  if (index < uniforms.size) {
    let row = (index / uniforms.dimensions) * uniforms.dimensions;
    let own = a[index];
    let axis = index - row;
    var sum = 0.0;
    for (var j = 0; j < uniforms.columns; j = j + 1) {
      var squared = 0.0;
      for (var d = 0; d < uniforms.dimensions; d = d + 1) {
        let difference = a[row + d] - b[j * uniforms.dimensions + d];
        squared = squared + difference * difference;
      }
      if (squared > 0.0) {
        var slope = 0.0;
        if (uniforms.count == 0) {
          slope = inverseSqrt(squared);
        } else {
          for (var k = 0; k < uniforms.count; k = k + 1) {
            slope = slope - 2.0 * uniforms.rates[k] * exp(-uniforms.rates[k] * squared);
          }
        }
        sum = sum + slope * (own - b[j * uniforms.dimensions + axis]);
      }
    }
    result[index] = sum * dy[0];
  }
}
