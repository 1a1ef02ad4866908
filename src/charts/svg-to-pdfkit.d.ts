declare module "svg-to-pdfkit" {
  export interface SvgToPdfOptions {
    width?: number;
    height?: number;
    /** Lengths are points, not pixels. */
    assumePt?: boolean;
    /** Gives the registered font for a face. */
    fontCallback?: (family: string, bold: boolean, italic: boolean) => string;
  }
  type Arguments = [pdf: PDFKit.PDFDocument, svg: string, x: number, y: number, options?: SvgToPdfOptions];
  export default function svgToPdf(...args: Arguments): void;
}
