export { Enums, utilities } from '@cornerstonejs/metadata'
