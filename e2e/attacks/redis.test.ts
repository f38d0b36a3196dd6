// Attacks on what keeps its state in Redis. In a file of its own, so that both stores are attacked at the same time.
import { launchOn } from "./launch";

launchOn("Redis");
