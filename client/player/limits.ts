/** What one batch may hold, below the server's own limits (`batchEntriesMax`, `batchBytesMax` of the contract). */
export const batchLimits = { entries: 200, bytes: 400_000 };
