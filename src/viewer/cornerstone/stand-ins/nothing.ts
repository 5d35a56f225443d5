/* In place of what is imported for its effects alone, by parts of VTK that are not used here: its WebGPU. */
export {}
