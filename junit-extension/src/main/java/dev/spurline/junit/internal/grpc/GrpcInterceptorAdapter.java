// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.grpc;

import dev.spurline.junit.client.ClientAdapter;
import dev.spurline.junit.client.ClientTarget;
import io.grpc.ClientInterceptor;

/** gRPC's interceptor, for channels that tests make themselves. */
public final class GrpcInterceptorAdapter implements ClientAdapter {

    /** For {@link java.util.ServiceLoader}. */
    public GrpcInterceptorAdapter() {}

    @Override
    public Class<?> type() {
        return ClientInterceptor.class;
    }

    @Override
    public boolean namesService() {
        return false;
    }

    @Override
    public ClientInterceptor create(ClientTarget target) {
        return GrpcKeyInterceptor.anywhere(target.key());
    }
}
