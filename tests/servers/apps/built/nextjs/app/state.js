'use client';
import { useEffect, useState } from 'react';

/** Says whether React has taken over the page. */
export default function State() {
  const [state, setState] = useState('rendered');
  useEffect(() => setState('hydrated'), []);
  return <p id="state">{state}</p>;
}
