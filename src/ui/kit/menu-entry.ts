import type { Component } from 'svelte'

export interface MenuEntry {
  readonly id: string
  readonly title: string
  readonly icon?: Component
  readonly keys?: string
  /** On or off; left out where it is neither. */
  readonly checked?: boolean
  readonly disabled?: boolean
  readonly run: () => void
}
