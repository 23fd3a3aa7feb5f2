import { useEffect, useRef, useState } from 'preact/hooks';

/**
 * What `make` promises for `key`; null until that is there. What was made for another key is never given, not
 * even for one rendering: it may hold what was just asked to be left out. Without a key nothing is made.
 */
export function useMade<T>(key: string | null, make: () => Promise<T>): T | null {
  const [made, setMade] = useState<{ key: string; value: T } | null>(null);
  const maker = useRef(make);
  maker.current = make;
  useEffect(() => {
    if (key === null) return;
    let isWanted = true;
    void maker.current().then((value) => {
      if (isWanted) setMade({ key, value });
    });
    return () => {
      isWanted = false;
    };
  }, [key]);
  return made !== null && made.key === key ? made.value : null;
}
