// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Survey;
import java.util.List;

/** One kind of Gateway API route: what a route object of a sandbox is for a part of a Service. */
interface RoutePerSandbox {

    /** Returns the kind. */
    CustomKind kind();

    /** Returns whether a part of a Service is to get a route of this kind. */
    boolean suits(PortForm form, Survey survey);

    /**
     * Routes a part of a Service.
     *
     * @param request the part, what is attached to it, and what stands in for what
     * @return the routes to create, in order
     */
    List<SandboxRoute> routes(RouteRequest request);
}
