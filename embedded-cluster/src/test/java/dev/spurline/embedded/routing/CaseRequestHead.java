// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import dev.spurline.embedded.internal.mesh.routing.RequestHead;
import dev.spurline.embedded.routing.RoutingCase.RoutingRequest;
import java.util.List;

/** What the embedded mesh sees of a case's request. */
record CaseRequestHead(RoutingRequest request) implements RequestHead {

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public String uri() {
        return request.path();
    }

    @Override
    public String authority() {
        return header("host").stream().findFirst().orElse(request.authority());
    }

    @Override
    public List<String> header(String name) {
        return request.headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .flatMap(header -> header.getValue().stream())
                .toList();
    }
}
