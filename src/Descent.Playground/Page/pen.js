// One way to draw, on a canvas or as SVG, so that every view can be saved as both.

/** Draws on a canvas, in CSS pixels. */
export class CanvasPen {
  constructor(canvas, width, height) {
    const scale = window.devicePixelRatio || 1;
    const [w, t] = [Math.round(width * scale), Math.round(height * scale)];
    if (canvas.width !== w || canvas.height !== t) { canvas.width = w; canvas.height = t; }
    this.context = canvas.getContext("2d");
    this.context.setTransform(scale, 0, 0, scale, 0, 0);
    this.context.clearRect(0, 0, width, height);
  }

  rect(x, y, width, height, color, line) {
    if (color) { this.context.fillStyle = color; this.context.fillRect(x, y, width, height); }
    if (line) { this.context.strokeStyle = line; this.context.lineWidth = 1; this.context.strokeRect(x, y, width, height); }
  }

  line(points, color, width = 1, dash = [], opacity = 1) {
    const pen = this.context;
    pen.beginPath();
    let isOpen = false;
    for (const [x, y] of points) {
      if (!Number.isFinite(y)) { isOpen = false; continue; }
      if (isOpen) pen.lineTo(x, y); else pen.moveTo(x, y);
      isOpen = true;
    }
    pen.globalAlpha = opacity; pen.strokeStyle = color; pen.lineWidth = width; pen.setLineDash(dash); pen.lineJoin = "round";
    pen.stroke();
    pen.setLineDash([]); pen.globalAlpha = 1;
  }

  curve(x1, y1, x2, y2, color, width, opacity) {
    const pen = this.context, middle = (x1 + x2) / 2;
    pen.beginPath(); pen.moveTo(x1, y1); pen.bezierCurveTo(middle, y1, middle, y2, x2, y2);
    pen.globalAlpha = opacity; pen.strokeStyle = color; pen.lineWidth = width; pen.stroke(); pen.globalAlpha = 1;
  }

  dot(x, y, radius, color, line, width = 1) {
    const pen = this.context;
    pen.beginPath(); pen.arc(x, y, radius, 0, 2 * Math.PI);
    if (color) { pen.fillStyle = color; pen.fill(); }
    if (line) { pen.strokeStyle = line; pen.lineWidth = width; pen.stroke(); }
  }

  text(x, y, text, color, align = "start", size = 11) {
    this.context.fillStyle = color; this.context.textAlign = align === "middle" ? "center" : align; this.context.textBaseline = "alphabetic";
    this.context.font = `${size}px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif`;
    this.context.fillText(text, x, y);
  }

  image(picture, x, y, width, height, isSmooth = true) {
    this.context.imageSmoothingEnabled = isSmooth;
    this.context.drawImage(picture, x, y, width, height);
  }
}

const escaped = text => String(text).replace(/[&<>"]/g, letter => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[letter]);
const at = value => Number(value.toFixed(2));

/** Writes SVG. */
export class SvgPen {
  constructor(width, height, back) {
    this.parts = [`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif"><rect width="100%" height="100%" fill="${back}"/>`];
  }

  rect(x, y, width, height, color, line) { this.parts.push(`<rect x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}" fill="${color || "none"}" stroke="${line || "none"}"/>`); }

  line(points, color, width = 1, dash = [], opacity = 1) {
    let path = "", isOpen = false;
    for (const [x, y] of points) { if (!Number.isFinite(y)) { isOpen = false; continue; } path += `${isOpen ? "L" : "M"}${at(x)} ${at(y)}`; isOpen = true; }
    this.parts.push(`<path d="${path}" fill="none" stroke="${color}" stroke-width="${width}" stroke-opacity="${opacity}"${dash.length ? ` stroke-dasharray="${dash.join(" ")}"` : ""}/>`);
  }

  curve(x1, y1, x2, y2, color, width, opacity) {
    const middle = at((x1 + x2) / 2);
    this.parts.push(`<path d="M${at(x1)} ${at(y1)}C${middle} ${at(y1)} ${middle} ${at(y2)} ${at(x2)} ${at(y2)}" fill="none" stroke="${color}" stroke-width="${at(width)}" stroke-opacity="${at(opacity)}"/>`);
  }

  dot(x, y, radius, color, line, width = 1) { this.parts.push(`<circle cx="${at(x)}" cy="${at(y)}" r="${at(radius)}" fill="${color || "none"}" stroke="${line || "none"}" stroke-width="${width}"/>`); }

  text(x, y, text, color, align = "start", size = 11) { this.parts.push(`<text x="${at(x)}" y="${at(y)}" fill="${color}" text-anchor="${align}" font-size="${size}">${escaped(text)}</text>`); }

  image(picture, x, y, width, height) { this.parts.push(`<image x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}" preserveAspectRatio="none" href="${picture.toDataURL()}"/>`); }

  toString() { return `${this.parts.join("\n")}\n</svg>\n`; }
}
