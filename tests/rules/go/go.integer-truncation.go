package numbers

import (
	"math"
	"strconv"
)

func small(text string) int32 {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	// ruleid: go.integer-truncation
	return int32(n)
}

func port(text string) uint16 {
	n, _ := strconv.ParseInt(text, 10, 64)
	// ruleid: go.integer-truncation
	return uint16(n)
}

func size(text string) uint8 {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0
	}
	// ruleid: go.integer-truncation
	return uint8(n)
}

func checked(text string) int32 {
	n, err := strconv.Atoi(text)
	if err != nil || n < math.MinInt32 || n > math.MaxInt32 {
		return 0
	}
	// ok: go.integer-truncation
	return int32(n)
}

func sized(text string) int32 {
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil {
		return 0
	}
	// ok: go.integer-truncation
	return int32(n)
}

func wide(text string) int64 {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	// ok: go.integer-truncation
	return int64(n)
}
