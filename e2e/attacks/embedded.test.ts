// Attacks on what needs nothing beside it. In a file of its own, so that both stores are attacked at the same time.
import { launchOn } from "./launch";

launchOn("the embedded store");
