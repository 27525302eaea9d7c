// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.fault;

import dev.spurline.reliability.bed.CycleRequest;

/**
 * A fault of one request.
 *
 * @param fault the fault
 * @param spot the request
 */
record FaultPoint(RequestFault fault, CycleRequest spot) {

    @Override
    public String toString() {
        return "%s at [%s]".formatted(fault, spot);
    }
}
