// A mixture over data that are coloured by responsibilities, with arrows on its parameters.

import { perComponent } from "./components.js";
import { draw } from "./elements.js";
import { nats } from "./numbers.js";
import { SharedBarsPlot } from "./shared_bars_plot.js";
import { componentRows, Table } from "./table.js";

// A slope of 10 nats makes an arrow of two of these pixels, one of 100 nats of three.
const PIXELS_PER_POWER = 16;

export class SlopesPlot extends SharedBarsPlot {
  constructor(root, settings, size) {
    const label = "Histogram of the data coloured by responsibilities, a bell curve for each component, arrows downhill";
    super(root, settings, size, label);
    this.arrows = perComponent(3 * size, (i) => this.add("g", { class: `live-arrow live-c${i % size}` }));
  }

  // Room for arrows above the curves.
  hold(data) {
    super.hold(data);
    this.y.high *= 1.3;
  }

  show(mixture) {
    super.show(mixture);
    this.divide(mixture.programs.responsibilities(...mixture.params, this.middles)[0]);
  }

  // Downhill is against the slope. A weight grows upwards, a mean and a scale to the right.
  pointDownhill({ tops, sides }, [logWeights, means, logScales]) {
    const size = tops.length;
    tops.forEach((top, k) => {
      const [x, y] = ["cx", "cy"].map((name) => Number(top.getAttribute(name)));
      this.arrow(this.arrows[k], x, y, 0, logWeights[k]);
      this.arrow(this.arrows[size + k], x, y, -means[k], 0);
      const [left, above] = ["x", "y"].map((name) => Number(sides[k].getAttribute(name)) + 7);
      this.arrow(this.arrows[2 * size + k], left, above, -logScales[k], 0);
    });
  }

  arrow(mark, x, y, across, down) {
    const [dx, dy] = [arrowLength(across), arrowLength(down)];
    const length = Math.hypot(dx, dy);
    const turn = (Math.atan2(dy, dx) * 180) / Math.PI;
    const shaft = `M9,0H${9 + length}m-7,-5l7,5l-7,5`;
    mark.replaceChildren(draw("path", { d: length > 1 ? shaft : "", transform: `translate(${x} ${y}) rotate(${turn})` }));
  }
}

function arrowLength(slope) {
  if (!Number.isFinite(slope)) return 0;
  return Math.sign(slope) * PIXELS_PER_POWER * Math.log10(1 + Math.abs(slope));
}

// The slopes themselves, as numbers.
export class SlopesTable extends Table {
  // isStandardised: the figure computes in another unit than that of the data.
  constructor(parent, size, isStandardised) {
    const mean = isStandardised ? "μ, standardised" : "μ";
    super(parent, ["slope for", "log w", mean, "log σ"], componentRows(size));
    this.size = size;
  }

  show(slopes) {
    for (let k = 0; k < this.size; k += 1) this.fill(k, slopes.map((each) => each[k]), slopeInWords);
  }
}

export function slopeInWords(slope) {
  return nats(slope, 0);
}
