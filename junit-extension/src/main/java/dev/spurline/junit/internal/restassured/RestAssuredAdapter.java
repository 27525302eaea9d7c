// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.restassured;

import dev.spurline.junit.client.ClientAdapter;
import dev.spurline.junit.client.ClientTarget;
import io.restassured.specification.RequestSpecification;

/** REST Assured's specification: what one test adds to it the next one would send too. */
public final class RestAssuredAdapter implements ClientAdapter {

    /** For {@link java.util.ServiceLoader}. */
    public RestAssuredAdapter() {}

    @Override
    public Class<?> type() {
        return RequestSpecification.class;
    }

    @Override
    public boolean isShareable() {
        return false;
    }

    @Override
    public RequestSpecification create(ClientTarget target) {
        return RestAssuredClients.specification(target.uri(), target.key());
    }
}
