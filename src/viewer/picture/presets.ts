/** Window presets for CT in HU, keys 1 to 5. Values as OHIF's (platform defaults), the most widely known. */
export const CT_PRESETS = [
  { name: 'softTissue', center: 40, width: 400 },
  { name: 'lung', center: -600, width: 1500 },
  { name: 'bone', center: 480, width: 2500 },
  { name: 'brain', center: 40, width: 80 },
  { name: 'liver', center: 90, width: 150 },
] as const
