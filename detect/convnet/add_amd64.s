#include "textflag.h"

// func addWide(sum *[block]float32, values, weights []float32)
TEXT ·addWide(SB), NOSPLIT, $0-56
	MOVQ sum+0(FP), DI
	MOVQ values_base+8(FP), SI
	MOVQ values_len+16(FP), CX
	MOVQ weights_base+32(FP), DX
	VMOVUPS (DI), Y0
	VMOVUPS 32(DI), Y1
next:
	VBROADCASTSS (SI), Y2
	VMULPS (DX), Y2, Y3
	VMULPS 32(DX), Y2, Y4
	VADDPS Y3, Y0, Y0
	VADDPS Y4, Y1, Y1
	ADDQ $4, SI
	ADDQ $64, DX
	DECQ CX
	JNZ next
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	VZEROUPPER
	RET
