import { useEffect, useRef, useState } from "preact/hooks";

/** The height of a line in rem, as in register.css: it follows the text size that the reader has set. */
const lineRem = 2;

/** The least height of the table in lines, as in register.css. */
const leastLines = 16;

const readLineHeight = () => lineRem * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);

/** Which lines of a scrolling table are in view. All are of one height, and a line of titles stays above them. */
export function useVirtualLines() {
  const scroller = useRef<HTMLDivElement>(null);
  const [lineHeight] = useState(readLineHeight);
  const [view, setView] = useState({ top: 0, height: leastLines * lineHeight });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const read = () => setView({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(read);
    observer.observe(element);
    element.addEventListener("scroll", read, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", read);
    };
  }, []);
  const count = Math.ceil(view.height / lineHeight);
  /** Scrolls as little as necessary to show a line below the titles. */
  const showLine = (line: number) => {
    const element = scroller.current;
    if (!element || line < 0) return;
    const top = line * lineHeight;
    const least = top + 2 * lineHeight - element.clientHeight;
    if (element.scrollTop > top) element.scrollTop = top;
    else if (element.scrollTop < least) element.scrollTop = least;
  };
  return {
    scroller,
    lineHeight,
    first: Math.floor(view.top / lineHeight),
    count,
    page: Math.max(1, count - 2),
    showLine,
  };
}
