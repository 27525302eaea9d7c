// SPDX-License-Identifier: Apache-2.0
/** gRPC's channels, interceptors and stubs as clients: the only package that knows gRPC. No API. */
@NullMarked
package dev.spurline.junit.internal.grpc;

import org.jspecify.annotations.NullMarked;
